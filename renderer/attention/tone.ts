/** The two sounds of the cockpit, made by the browser itself: no files. */

type Note = { hz: number; atS: number; lastsS: number }

/** Two soft notes that rise; three higher ones where something happens by itself. */
const SOUNDS: Record<'gentle' | 'urgent', readonly Note[]> = {
  gentle: [
    { hz: 587, atS: 0, lastsS: 0.22 },
    { hz: 880, atS: 0.2, lastsS: 0.34 },
  ],
  urgent: [
    { hz: 988, atS: 0, lastsS: 0.14 },
    { hz: 988, atS: 0.19, lastsS: 0.14 },
    { hz: 1319, atS: 0.38, lastsS: 0.36 },
  ],
}
/** At full volume: loud enough for a room, below what distorts. */
const LOUDEST = 0.4
const ATTACK_S = 0.015

let context: AudioContext | undefined

/** Begins and ends without a click. */
function play(audio: AudioContext, { hz, atS, lastsS }: Note, gain: number): void {
  const from = audio.currentTime + atS
  const envelope = audio.createGain()
  envelope.gain.setValueAtTime(0, from)
  envelope.gain.linearRampToValueAtTime(gain, from + ATTACK_S)
  envelope.gain.exponentialRampToValueAtTime(0.0001, from + lastsS)
  envelope.connect(audio.destination)
  const oscillator = audio.createOscillator()
  oscillator.type = 'sine'
  oscillator.frequency.value = hz
  oscillator.connect(envelope)
  oscillator.start(from)
  oscillator.stop(from + lastsS)
}

/**
 * Sounds at `volume` (0 to 1). Resolves with why nobody hears it, or undefined: a browser is silent until somebody has touched the window, and some
 * machines have no sound.
 */
export async function sound(kind: keyof typeof SOUNDS, volume: number): Promise<string | undefined> {
  if (volume <= 0) return 'The volume is at nothing.'
  try {
    context ??= new AudioContext()
    // Where it may not sound yet, waiting for it would never end.
    if (context.state === 'suspended') void context.resume()
    if (context.state === 'suspended' && !navigator.userActivation?.hasBeenActive)
      return 'The browser lets this window sound once somebody has clicked in it.'
    for (const note of SOUNDS[kind]) play(context, note, volume * LOUDEST)
    return undefined
  } catch {
    return 'This machine lets the browser make no sound.'
  }
}
