/** How a fleet is divided. Instances count from 1; `to` is inclusive. */
export type BatchRange = { number: number; count: number; percent: number; range?: { from: number; to: number } }

/** More than this nobody follows in a night. */
export const MAX_BATCHES = 100

/** How many instances a number or share is of so many, shares rounded up; of an unknown number the percent itself. */
export const shareOf = (size: number | string, instances: number | undefined): number => {
  if (typeof size === 'number') return size
  const percent = Number.parseInt(size, 10)
  return instances === undefined ? percent : Math.ceil((instances * percent) / 100)
}

/** How many instances a batch has, at least one; undefined when a share is of an unknown number. */
const sizeOf = (batch: number | string, instances: number | undefined): number | undefined => {
  if (typeof batch === 'number') return batch
  return instances === undefined ? undefined : Math.max(1, shareOf(batch, instances))
}

export const countBatches = (batch: number | string, instances: number | undefined): number => {
  const size = sizeOf(batch, instances)
  if (size === undefined || instances === undefined) return Math.ceil(100 / Number.parseInt(String(batch), 10))
  return Math.ceil(instances / size)
}

/** `25%` of 6 instances is 2 of them, three times. `percent` is how much is rolled after the batch. */
export function divideFleet(batch: number | string, instances: number | undefined): BatchRange[] {
  const size = sizeOf(batch, instances)
  const count = countBatches(batch, instances)
  return Array.from({ length: count }, (_, index) => {
    const number = index + 1
    if (size === undefined || instances === undefined)
      return { number, count, percent: Math.min(100, number * Number.parseInt(String(batch), 10)) }
    const to = Math.min(instances, number * size)
    return { number, count, percent: Math.round((100 * to) / instances), range: { from: index * size + 1, to } }
  })
}
