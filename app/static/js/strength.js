// Says how good a new password is while it is typed. The server judges; without a script it says so when the form is sent.
(() => {
  const PAUSE = 400; // ms without a keystroke

  function watch(output) {
    const field = document.getElementById(output.dataset.strength);
    const form = field.form;
    const meter = Object.assign(document.createElement("meter"), { min: 0, max: 4, low: 2, high: 3, optimum: 4, value: 0 });
    const words = document.createElement("span");
    let timer;
    let question;

    // The words say the same, and a reader would have to hear both.
    meter.setAttribute("aria-hidden", "true");
    output.append(meter, words);

    function show(score, message) {
      meter.value = score;
      words.textContent = message;
    }

    const valueOf = (name) => form.elements[name]?.value ?? "";

    async function ask() {
      question = new AbortController();
      const body = new URLSearchParams({
        password: field.value,
        username: valueOf("username") || valueOf("account_name"),
        email: valueOf("email"),
      });
      try {
        const answer = await fetch(output.dataset.url, {
          method: "POST",
          body,
          headers: { Accept: "application/json", "X-CSRFToken": valueOf("csrf_token") },
          signal: question.signal,
        });
        if (!answer.ok) return show(0, "");
        const { score, message } = await answer.json();
        show(score, message);
      } catch (error) {
        if (error.name !== "AbortError") show(0, "");
      }
    }

    function listen() {
      clearTimeout(timer);
      question?.abort();
      if (!field.value) return show(0, "");
      timer = setTimeout(ask, PAUSE);
    }

    field.addEventListener("input", listen);
    for (const name of ["username", "email"]) form.elements[name]?.addEventListener("input", listen);
    // What the server has sent back, or a password manager has filled in before this script ran.
    if (field.value) ask();
  }

  document.querySelectorAll("[data-strength]").forEach(watch);
})();
