import { readFileSync } from 'node:fs'
import { BINDING, RECEIVER } from './web-contents.ts'

/** The compiled preload, unchanged, run before the page in the main frame with a `require` that only knows `electron`. */
export const initScript = (preloadFile: string): string => `
if (window === window.top) {
  const listeners = new Map();
  const toMain = (kind, channel, args) => window[${JSON.stringify(BINDING)}]({ kind, channel, args });
  window[${JSON.stringify(RECEIVER)}] = (messages) => {
    for (const [channel, args] of messages) for (const listener of [...(listeners.get(channel) ?? [])]) listener({}, ...args);
  };
  const ipcRenderer = {
    send: (channel, ...args) => void toMain('send', channel, args),
    invoke: (channel, ...args) => toMain('invoke', channel, args),
    on: (channel, listener) => { listeners.set(channel, [...(listeners.get(channel) ?? []), listener]); },
    off: (channel, listener) => { listeners.set(channel, (listeners.get(channel) ?? []).filter((each) => each !== listener)); },
  };
  const contextBridge = { exposeInMainWorld: (name, api) => Object.defineProperty(window, name, { value: Object.freeze(api) }) };
  const require = (name) => {
    if (name !== 'electron') throw new Error('A sandboxed preload cannot require ' + name);
    return { contextBridge, ipcRenderer };
  };
  ((require, module, exports) => {${readFileSync(preloadFile, 'utf8')}
  })(require, { exports: {} }, {});
}`
