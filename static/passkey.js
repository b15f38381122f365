// Passkeys: ties a form to allauth's own script (mfa/js/webauthn.js) and says in words what went wrong.

const form = document.querySelector("form[data-passkey]");
const ids = { credential: "passkey-credential", data: "passkey-data" };
const makers = {
  login: (webauthn) => webauthn.loginForm({ ids: { ...ids, login: "passkey-button" } }),
  authenticate: (webauthn) => webauthn.authenticateForm({ ids: { ...ids, authenticate: "passkey-button" } }),
  add: (webauthn) => webauthn.signupForm({ ids: { ...ids, signup: "passkey-button" } }),
};

function say(text) {
  form.querySelector("[data-passkey-trouble]").textContent = text;
}

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const name = event.detail.exception?.name;
  if (name === "InvalidStateError") say("この機器のパスキーは、もう登録してあります。");
  else if (name === "NotAllowedError") say("パスキーの確認が終わりませんでした。もう一度お試しください。");
  else say("この機器ではパスキーを使えませんでした。ほかの方法でお入りください。");
});

if (form) {
  if (window.PublicKeyCredential) makers[form.dataset.passkey](window.allauth.webauthn.forms);
  else {
    form.addEventListener("submit", (event) => event.preventDefault());
    document.getElementById("passkey-button").addEventListener("click", () => say("このブラウザではパスキーを使えません。ほかの方法でお入りください。"));
  }
}
