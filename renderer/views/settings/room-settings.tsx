import { useState } from 'react'
import { sound } from '../../attention/tone.ts'
import { CheckBox } from '../../components/check-box.tsx'
import { Refusal } from '../../components/refusal.tsx'
import { useSetUi, useUi } from '../../state/context.tsx'

/** How the window calls when somebody must act. */
export function RoomSettings() {
  const { isSoundOn, isFlashOn, volume } = useUi((ui) => ui)
  const setUi = useSetUi()
  const [refusal, setRefusal] = useState<string>()
  const hear = (kind: 'gentle' | 'urgent') => void sound(kind, volume).then(setRefusal)
  return (
    <fieldset className="page-themes">
      <legend className="label">When somebody must act</legend>
      <p className="small t2">
        A decision is open, an approval is asked for, a step waits for a person or has failed, a countdown runs. Once,
        and again until somebody reacts.
      </p>
      <CheckBox isOn={isSoundOn} onChange={(on) => setUi({ isSoundOn: on })}>
        By sound
      </CheckBox>
      <CheckBox isOn={isFlashOn} onChange={(on) => setUi({ isFlashOn: on })}>
        By a flash of the frame; where motion is reduced it only stands
      </CheckBox>
      <label className="settings-volume">
        <span className="t2">Volume</span>
        <input
          type="range"
          min={0}
          max={1}
          step={0.05}
          value={volume}
          disabled={!isSoundOn}
          onChange={(event) => setUi({ volume: Number(event.target.value) })}
        />
        <span className="num t2">{Math.round(volume * 100)} %</span>
      </label>
      <div className="settings-try">
        <button type="button" className="btn" onClick={() => hear('gentle')}>
          Hear it
        </button>
        <button type="button" className="btn" onClick={() => hear('urgent')}>
          Hear a countdown
        </button>
      </div>
      <Refusal sentence={refusal} />
    </fieldset>
  )
}
