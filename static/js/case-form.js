/* The meter of a case follows while one types: the same form is asked at its own address, and nothing is kept. */
const QUIET_MS = 900; // a pause in typing

for (const form of document.querySelectorAll("[data-case-form]")) {
  const meter = form.querySelector("[data-case-meter]");
  let timer = 0;
  let asked = 0;

  async function look() {
    const data = new FormData(form);
    data.set("check", "1");
    asked += 1;
    const mine = asked;
    try {
      const answer = await fetch(location.href, { method: "POST", body: data, headers: { "X-Only-Meter": "1" } });
      // A later question has been asked meanwhile: its answer counts.
      if (answer.ok && mine === asked) {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const fresh = page.body.textContent.trim();
        if (fresh !== meter.textContent.trim()) meter.replaceChildren(...page.body.childNodes);
      }
    } catch {
      // Offline: the button asks again, and so does posting.
    }
  }

  for (const kind of ["input", "change"]) {
    form.addEventListener(kind, () => {
      clearTimeout(timer);
      timer = setTimeout(look, QUIET_MS);
    });
  }
}
