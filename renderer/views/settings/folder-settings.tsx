import { useState } from 'react'
import { useSetUi, useUi } from '../../state/context.tsx'
import { objectToFolder } from '../../state/preferences.ts'
import { CheckedField } from './checked-field.tsx'

export function FolderSettings() {
  const kept = useUi((ui) => ui.folder)
  const setUi = useSetUi()
  const [folder, setFolder] = useState(kept)
  return (
    <CheckedField
      label="Where your releases are, offered when a folder is asked for"
      value={folder}
      placeholder="/path/to/releases"
      most={1000}
      isMono
      problem={objectToFolder(folder.trim())}
      onChange={(next) => {
        setFolder(next)
        if (!objectToFolder(next.trim())) setUi({ folder: next.trim() })
      }}
    />
  )
}
