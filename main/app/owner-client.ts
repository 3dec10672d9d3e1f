/** The contract, served in the process that owns the ledger. */
import type { CockpitClient } from '../../shared/contract/client.ts'
import type { Method, Params, ParsedParams } from '../../shared/contract/methods.ts'
import { parseParams } from '../../shared/contract/parse-params.ts'
import type { Results } from '../../shared/contract/results.ts'
import { WireFailure } from '../../shared/contract/wire-failure.ts'
import type { OwnerContext } from './context.ts'
import { readChanges } from './methods/amend.ts'
import { closeBundleFile, openBundleFile } from './methods/bundle.ts'
import { compareRunbook } from './methods/compare.ts'
import { compareDocument, publishDocument, readDocument, saveDocument, writeDocument } from './methods/documents.ts'
import { prepareEmergency } from './methods/emergency.ts'
import { eraseLeak } from './methods/erase.ts'
import { previewExec } from './methods/exec.ts'
import { cancelExport, exportLedger, exportProgress } from './methods/export.ts'
import { listHistory, readStepTimes } from './methods/history.ts'
import { inspectAttempt, verifyAttempt } from './methods/inspect.ts'
import { forgetInKeychain, keepInKeychain, listKeychain } from './methods/keychain.ts'
import { verifyLedger } from './methods/ledger.ts'
import { readMachine } from './methods/machine.ts'
import { previewNewRelease, writeNewReleaseFiles } from './methods/new-release.ts'
import { listPins, resetPin, setPin } from './methods/pins.ts'
import { provideSecrets } from './methods/provide-secrets.ts'
import { previewRehearsal } from './methods/rehearsal.ts'
import { listReleases, openRelease, openSample } from './methods/releases.ts'
import { writeRemarks } from './methods/remarks.ts'
import { replayLimit } from './methods/replay.ts'
import { readReview, writeFixes } from './methods/review.ts'
import {
  findInOutput,
  readBurning,
  readOutput,
  readOutputHead,
  readOutputTimes,
  readSamples,
  watchMetrics,
} from './methods/rows.ts'
import { previewRun, readEvents, sendCommand } from './methods/runs.ts'
import { cancelSearch, nextOfSearch, startSearch } from './methods/search.ts'
import { importSignoffs } from './methods/signoffs.ts'
import { readReadiness, readSubject } from './methods/subjects.ts'
import { resizeTerminal, sendToTerminal } from './methods/terminal.ts'
import { cancelVerify, takePiece, verifyAnyFile, verifyProgress } from './methods/verify-file.ts'

type Handlers = { [M in Method]: (context: OwnerContext, params: ParsedParams<M>) => Results[M] | Promise<Results[M]> }

const HANDLERS: Handlers = {
  hello: ({ version, ledgerFile, ports, host, user, engine }) => ({
    ...(engine.trouble() ? { trouble: engine.trouble() } : {}),
    version,
    ledgerFile,
    epoch: ports.store.epoch,
    pid: process.pid,
    host,
    user,
    canOpenFolderDialog: host === 'desktop',
  }),
  'releases.list': listReleases,
  'history.list': listHistory,
  'history.steps': readStepTimes,
  'release.open': openRelease,
  'sample.open': openSample,
  'new.preview': previewNewRelease,
  'new.write': writeNewReleaseFiles,
  'events.read': readEvents,
  'run.preview': previewRun,
  'rehearsal.preview': previewRehearsal,
  'run.changes': readChanges,
  'runbook.compare': compareRunbook,
  'exec.preview': previewExec,
  'emergency.write': prepareEmergency,
  'command.send': sendCommand,
  'readiness.read': readReadiness,
  'pin.list': listPins,
  'pin.set': setPin,
  'pin.reset': resetPin,
  'subject.read': readSubject,
  'review.read': readReview,
  'review.fixes': writeFixes,
  'signoffs.import': importSignoffs,
  'secrets.provide': provideSecrets,
  'keychain.list': listKeychain,
  'keychain.keep': keepInKeychain,
  'keychain.forget': forgetInKeychain,
  'output.head': readOutputHead,
  'output.times': readOutputTimes,
  'output.read': readOutput,
  'output.find': findInOutput,
  'search.start': startSearch,
  'search.next': nextOfSearch,
  'search.cancel': cancelSearch,
  'attempt.inspect': inspectAttempt,
  'attempt.verify': verifyAttempt,
  'terminal.send': sendToTerminal,
  'terminal.resize': resizeTerminal,
  'samples.read': readSamples,
  'triggers.replay': replayLimit,
  'triggers.burning': readBurning,
  'metrics.watch': watchMetrics,
  'metrics.health': async ({ engine }, { release, environment }) => ({
    metrics: engine.metricHealth(release, environment),
  }),
  'machine.check': readMachine,
  'ledger.verify': verifyLedger,
  'verify.upload': takePiece,
  'verify.file': verifyAnyFile,
  'bundle.open': openBundleFile,
  'bundle.close': closeBundleFile,
  'remarks.write': writeRemarks,
  'verify.progress': verifyProgress,
  'verify.cancel': cancelVerify,
  'ledger.erase': eraseLeak,
  'ledger.export': exportLedger,
  'export.progress': exportProgress,
  'export.cancel': cancelExport,
  'document.read': readDocument,
  'document.compare': compareDocument,
  'document.save': saveDocument,
  'document.publish': publishDocument,
  'document.write': writeDocument,
}

/** A client in the owner's own process: the same validation and the same answers as over any wire. */
export function createOwnerClient(context: OwnerContext): CockpitClient {
  return {
    async call<M extends Method>(method: M, params: Params<M>): Promise<Results[M]> {
      const parsed = parseParams(method, params)
      if (parsed.error) throw new WireFailure(parsed.error)
      return HANDLERS[method](context, parsed.params)
    },
    onFeed: (listener) => context.engine.onFeed(listener),
    onConnection(listener) {
      listener('connected', 'in process')
      return () => {}
    },
    close() {},
  }
}
