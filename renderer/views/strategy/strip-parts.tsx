import type { ReactNode } from 'react'

/** What the strategy is called and where the release stands in it. */
export function StripHead({ name, children }: { name: string; children?: ReactNode }) {
  return (
    <div className="strip-head">
      <h2 className="label">{name}</h2>
      {children && <div className="strip-stand">{children}</div>}
    </div>
  )
}

/** What would stand here, and what to write for it. */
export function StripEmpty({ children }: { children: ReactNode }) {
  return <p className="strip-empty t2">{children}</p>
}
