/** The timeline before there is anything to draw: it says what will appear. */
export function EmptyTimeline() {
  return (
    <section className="timeline" aria-label="Timeline">
      <div className="panel-head">
        <h2>Timeline</h2>
      </div>
      <div className="lanes is-empty">
        {['Planned', 'Actual', 'Decisions', 'Noticed'].map((name) => (
          <div key={name} className="lane">
            <span className="lane-name">{name}</span>
          </div>
        ))}
        <p className="lanes-empty">Steps, decisions, breaches and notes draw themselves here, against the window.</p>
      </div>
    </section>
  )
}
