// Asks the browser for a passkey, to be made or to be shown, and sends its answer with the form around the button.
const bytes = (text) => {
  const plain = atob(text.replace(/-/g, '+').replace(/_/g, '/'))
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0)).buffer
}
const text = (buffer) => {
  const plain = Array.from(new Uint8Array(buffer), (code) => String.fromCharCode(code)).join('')
  return btoa(plain).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
}
const named = (keys) => (keys ?? []).map((key) => ({ ...key, id: bytes(key.id) }))

function toMake({ publicKey }) {
  const user = { ...publicKey.user, id: bytes(publicKey.user.id) }
  const challenge = bytes(publicKey.challenge)
  return { publicKey: { ...publicKey, challenge, user, excludeCredentials: named(publicKey.excludeCredentials) } }
}

function toShow({ publicKey }) {
  const challenge = bytes(publicKey.challenge)
  return { publicKey: { ...publicKey, challenge, allowCredentials: named(publicKey.allowCredentials) } }
}

// As the standard writes an answer in JSON; not every browser can do it by itself.
function written(answer) {
  const parts = ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle']
  const response = {}
  for (const part of parts) if (answer.response[part]) response[part] = text(answer.response[part])
  if (answer.response.getTransports) response.transports = answer.response.getTransports()
  return JSON.stringify({
    id: answer.id, rawId: text(answer.rawId), type: answer.type, response,
    authenticatorAttachment: answer.authenticatorAttachment, clientExtensionResults: answer.getClientExtensionResults(),
  })
}

async function question(form) {
  if (!form.dataset.asked) return JSON.parse(document.getElementById('passkey-question').textContent)
  const token = form.querySelector('[name=csrfmiddlewaretoken]').value
  const answer = await fetch(form.dataset.asked, { method: 'POST', headers: { 'X-CSRFToken': token } })
  const told = await answer.json()
  if (told.error) throw Object.assign(new Error(told.error), { name: 'Told' })
  return told
}

async function ask(form) {
  const options = await question(form)
  return form.dataset.passkey === 'create'
    ? navigator.credentials.create(toMake(options))
    : navigator.credentials.get(toShow(options))
}

const REASONS = { SecurityError: 'address', InvalidStateError: 'known', TypeError: 'network', SyntaxError: 'network' }

function prepare(form) {
  const says = form.querySelector('[data-says]')
  form.hidden = false
  if (!window.PublicKeyCredential || !navigator.credentials) {
    form.querySelector('button').remove()
    says.textContent = says.dataset.cannot
    return
  }
  let asking = false
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    event.stopImmediatePropagation()
    if (asking) return
    asking = true
    says.textContent = ''
    try {
      form.querySelector('[name=credential]').value = written(await ask(form))
      form.submit()
    } catch (fault) {
      says.textContent = fault.name === 'Told' ? fault.message : says.dataset[REASONS[fault.name] ?? 'again']
      asking = false
    }
  }, true)
}

document.querySelectorAll('form[data-passkey]').forEach(prepare)
