/** Where the search stands: `b` is the best guess, `c` lies on the other side of the root, `a` is the guess before `b`. */
type Bracket = { a: number; b: number; c: number; fa: number; fb: number; fc: number }

/** The step interpolation proposes, as numerator and denominator, the latter not negative. */
function interpolate({ a, b, c, fa, fb, fc }: Bracket): { p: number; q: number } {
  const half = (c - b) / 2
  let p: number
  let q: number
  if (a === c) {
    const slope = fb / fa
    p = 2 * half * slope
    q = 1 - slope
  } else {
    const [u, v, w] = [fa / fc, fb / fc, fb / fa]
    p = w * (2 * half * u * (u - v) - (b - a) * (v - 1))
    q = (u - 1) * (v - 1) * (w - 1)
  }
  return p > 0 ? { p, q: -q } : { p: -p, q }
}

/**
 * A root of `f` between `lower` and `upper`, where it has different signs, to within `tolerance`. Brent's method (Brent 1973, Algorithms for
 * Minimization without Derivatives, ch. 4): inverse quadratic interpolation, secant or bisection, whichever is safe. On a step function that is
 * zero over a stretch the answer depends on the path, so the steps are Brent's own; R's `uniroot` walks the same ones.
 */
export function findRoot(f: (x: number) => number, lower: number, upper: number, tolerance: number): number {
  const at: Bracket = { a: lower, b: upper, c: lower, fa: f(lower), fb: f(upper), fc: 0 }
  at.fc = at.fa
  if (at.fa === 0) return lower
  if (at.fb === 0) return upper
  for (let iteration = 0; iteration < 1000; iteration++) {
    const before = at.b - at.a
    if (Math.abs(at.fc) < Math.abs(at.fb)) {
      Object.assign(at, { a: at.b, b: at.c, c: at.b, fa: at.fb, fb: at.fc, fc: at.fb })
    }
    const enough = 2 * Number.EPSILON * Math.abs(at.b) + tolerance / 2
    const half = (at.c - at.b) / 2
    if (Math.abs(half) <= enough || at.fb === 0) return at.b
    let step = half
    if (Math.abs(before) >= enough && Math.abs(at.fa) > Math.abs(at.fb)) {
      const { p, q } = interpolate(at)
      if (p < 1.5 * half * q - Math.abs(enough * q) / 2 && p < Math.abs((before * q) / 2)) step = p / q
    }
    if (Math.abs(step) < enough) step = step > 0 ? enough : -enough
    Object.assign(at, { a: at.b, fa: at.fb, b: at.b + step })
    at.fb = f(at.b)
    if (at.fb > 0 === at.fc > 0) Object.assign(at, { c: at.a, fc: at.fa })
  }
  return at.b
}
