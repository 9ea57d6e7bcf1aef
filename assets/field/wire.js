// Talking to the server. Whatever happens on the way comes back as {status, data}: 0 is no answer,
// -1 an answer that nobody understands.

const PATIENCE = 20_000;
export const QUICK = { patience: 6_000 };

const cookie = (name) =>
  document.cookie.split("; ").find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";

export async function ask(address, sent, { patience = PATIENCE } = {}) {
  const options = { redirect: "manual", headers: { Accept: "application/json" }, cache: "no-store" };
  if (sent !== undefined) {
    options.method = "POST";
    options.body = JSON.stringify(sent);
    options.headers["Content-Type"] = "application/json";
    options.headers["X-CSRFToken"] = cookie("csrftoken");
  }
  let answer;
  try {
    answer = await fetch(address, { ...options, signal: AbortSignal.timeout(patience) });
  } catch {
    return { status: 0, data: {} };
  }
  const seen = Date.parse(answer.headers.get("Date") ?? "") || 0;
  if (answer.type === "opaqueredirect") return { status: 401, data: {}, seen };
  let data = null;
  try {
    data = await answer.json();
  } catch {
    // A page instead of an answer: without a session the guard of forms refuses with one.
    return { status: answer.status === 403 ? 401 : answer.ok ? -1 : answer.status, data: {}, seen };
  }
  if (data === null || typeof data !== "object") return { status: -1, data: {}, seen };
  return { status: answer.status, data, seen };
}
