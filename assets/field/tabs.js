// One tab writes. A second one asks the first to let go, and takes over if it does not answer.

const PATIENCE = 2_000;
const LET_GO = "let go";
export const SIGNING_OUT = "signing out";

/** Resolves with a function that lets go. lost: another tab took over, told why. */
export async function onlyHere(carry, { lost, why = LET_GO }) {
  if (!navigator.locks) return () => {};
  const name = `sasaeai-field-${carry}`;
  const channel = new BroadcastChannel(name);
  channel.postMessage(why);
  let free;
  const until = new Promise((done) => { free = done; });
  let mine = false;
  const give = async ({ data = LET_GO } = {}) => {
    if (!mine) return;
    mine = false;
    await lost(data);
    channel.close();
    free();
  };
  const hold = (options) => new Promise((held, failed) => {
    navigator.locks.request(name, options, () => {
      mine = true;
      held();
      return until;
    }).catch((error) => {
      failed(error);
      give(); // stolen by a tab that waited in vain
    });
  });
  try {
    await hold({ signal: AbortSignal.timeout(PATIENCE) });
  } catch {
    await hold({ steal: true });
  }
  channel.addEventListener("message", give);
  return () => {
    mine = false;
    channel.close();
    free();
  };
}
