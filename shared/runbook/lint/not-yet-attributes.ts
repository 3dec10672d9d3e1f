import { allSteps } from '../check-links.ts'
import { finding } from '../findings.ts'
import { type Finding, NOT_YET_ACTED_ON, type Runbook } from '../model.ts'
import { ATTRIBUTE_KEYS, propertyOf } from '../step-attributes.ts'

const writtenAs = (property: string) => ATTRIBUTE_KEYS.find((key) => propertyOf(key) === property) ?? property

/** Attributes this version keeps but does not act on: one note per key, where it is used first. */
export const attributeNotes = (runbook: Runbook): Finding[] =>
  NOT_YET_ACTED_ON.flatMap((key) => {
    const steps = allSteps(runbook).filter((step) => step.attributes[key] !== undefined)
    const [first] = steps
    if (!first) return []
    const more = steps.length > 1 ? ` and of ${steps.length - 1} more` : ''
    const message = `"${writtenAs(key)}" of ${first.id}${more} is understood and kept, but not yet acted on.`
    return [finding('hint', 'not-yet-acted-on', first.position, message)]
  })
