/** What is said of the record that is replayed: on it while it takes remarks, else beside it. */
import { useStore } from 'zustand'
import { formatActor } from '../../../shared/documents/words.ts'
import { selectRemarks } from '../../../shared/domain/remarks/remarks.ts'
import { type FileRemark, readRemarks, remarksJson, remarksMarkdown } from '../../../shared/replay/remarks-file.ts'
import type { Session } from '../context.tsx'
import { messageOf } from '../message-of.ts'
import { mergeRemarks, type RemarkShelf } from './remark-shelf.ts'
import type { Replay } from './replay.ts'

export type ShownRemark = {
  key: string
  text: string
  aboutSeq: number
  aboutMs: number
  by: string
  isOnRecord: boolean
}

export type Remarks = {
  all: ShownRemark[]
  /** Where the next one goes, in words. */
  place: 'record' | 'closed' | 'bundle'
  isSaved: boolean
  /** Resolves with a sentence when it was refused. */
  add(text: string): Promise<string | undefined>
  remove(key: string): void
  bring(file: File): Promise<string | undefined>
  save(ending: 'json' | 'md', overwrite: boolean): Promise<{ file: string } | { exists: boolean; message: string }>
}

const fileKey = ({ writtenAt, aboutSeq, text }: FileRemark) => `${writtenAt} ${aboutSeq} ${text}`

const byTime = (a: ShownRemark, b: ShownRemark) => a.aboutMs - b.aboutMs || a.aboutSeq - b.aboutSeq

export function useRemarks(replay: Replay, live: Session, shelf: RemarkShelf): Remarks {
  const release = useStore(live.cockpit.store, (state) => state.release)
  const { remarks: kept, isSaved } = useStore(shelf)
  const { about, recording, ledgerId } = replay
  const own = about.kind === 'release' && release?.release === recording.release ? release : undefined
  const place = about.kind === 'bundle' ? 'bundle' : own && !own.closed ? 'record' : 'closed'
  const recorded = own ?? (about.kind === 'bundle' ? replay.endState() : undefined)
  const nameOf = () => live.ui.getState().person.name || live.cockpit.store.getState().hello?.user || 'unknown'
  const at = () => {
    const { count, ms } = replay.store.getState().moment
    const entry = recording.events[Math.max(0, count - 1)]!
    return { aboutSeq: entry.seq, aboutHash: entry.hash as string, aboutMs: Math.round(ms) }
  }
  const onRecord = (recorded ? selectRemarks(recorded) : []).map(
    ({ seq, text, aboutSeq, aboutMs, by }): ShownRemark => ({
      ...{ key: `#${seq}`, text, aboutSeq, aboutMs, by: formatActor(by), isOnRecord: true },
    }),
  )
  const beside = kept.map(
    (each): ShownRemark => ({
      ...{ key: fileKey(each), text: each.text, aboutSeq: each.aboutSeq, aboutMs: each.aboutMs, by: each.by },
      isOnRecord: false,
    }),
  )

  const send = async (text: string): Promise<string | undefined> => {
    const { aboutSeq, aboutMs } = at()
    const { role } = live.ui.getState().person
    try {
      const answer = await live.cockpit.client.call('command.send', {
        release: recording.release,
        command: { type: 'remark.add', text, aboutSeq, aboutMs },
        as: { name: nameOf(), ...(role ? { role } : {}) },
      })
      return answer.ok ? undefined : answer.rejection.message
    } catch (problem) {
      return messageOf(problem)
    }
  }

  return {
    all: [...onRecord, ...beside].toSorted(byTime),
    place,
    isSaved: isSaved || kept.length === 0,
    async add(text) {
      if (place === 'record') return send(text)
      const remark = { ...at(), text, by: nameOf(), writtenAt: new Date().toISOString() }
      shelf.setState({ remarks: mergeRemarks(kept, [remark]), isSaved: false })
      return undefined
    },
    remove: (key) => shelf.setState({ remarks: kept.filter((each) => fileKey(each) !== key), isSaved: false }),
    async bring(file) {
      const hashes = new Map(recording.events.map(({ seq, hash }) => [seq, hash as string]))
      const read = readRemarks(await file.text(), { ledgerId, hashOf: (seq) => hashes.get(seq) })
      if ('problem' in read) return read.problem
      shelf.setState({ remarks: mergeRemarks(kept, read.remarks) })
      return undefined
    },
    async save(ending, overwrite) {
      const stem =
        about.kind === 'bundle' ? about.name.replace(/\.(?:zip|cockpit-bundle)$/i, '') : (recording.release as string)
      const file = { release: recording.release as string, ledgerId, remarks: [...kept] }
      const text = ending === 'json' ? remarksJson(file) : remarksMarkdown(file)
      const name = `${stem.replace(/[/\\\p{Cc}]/gu, '-').replace(/^\./, '_')}.notes.${ending}`
      try {
        const written = await live.cockpit.client.call('remarks.write', { name, text, overwrite })
        if (!written.ok) return written
        if (ending === 'json') shelf.setState({ isSaved: true })
        return written
      } catch (problem) {
        return { exists: false, message: messageOf(problem) }
      }
    },
  }
}
