// Sends large files piece by piece (tus 1.0.0), so that a line that breaks loses nothing. Without it the field sends
// them as any form does.
const PIECE = 512 * 1024
const SMALL = 1024 * 1024
const VERSION = '1.0.0'
const PATIENCE = [1, 2, 5, 10, 20, 30]
const KEPT = 'sanglap-sending:'

const pause = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000))
// Back on the line: no need to wait any longer.
const online = () => new Promise((done) => addEventListener('online', done, { once: true }))
const named = (file) => `${KEPT}${file.name}:${file.size}:${file.lastModified}`

class Gone extends Error {}

async function ask(url, method, token, headers = {}, body) {
  const answer = await fetch(url, {
    method, body, credentials: 'same-origin', redirect: 'manual',
    headers: { 'Tus-Resumable': VERSION, 'X-CSRFToken': token, ...headers },
  })
  if (answer.type === 'opaqueredirect' || (answer.status >= 400 && answer.status < 500 && answer.status !== 409)) {
    throw new Gone(String(answer.status))
  }
  if (answer.status >= 500) throw new Error(String(answer.status))
  return answer
}

const offset = (answer) => Number(answer.headers.get('Upload-Offset'))

async function begin(file, place, token) {
  const name = btoa(String.fromCharCode(...new TextEncoder().encode(file.name.slice(-150))))
  const answer = await ask(place, 'POST', token, { 'Upload-Length': String(file.size), 'Upload-Metadata': `filename ${name}` })
  const url = answer.headers.get('Location')
  localStorage.setItem(named(file), url)
  return url
}

// Where an earlier sending of the same file stands; begun anew where there is none any more.
async function resume(file, place, token) {
  const known = localStorage.getItem(named(file))
  if (known) {
    try {
      const answer = await ask(known, 'HEAD', token)
      return [known, offset(answer)]
    } catch (error) {
      if (!(error instanceof Gone)) throw error
      localStorage.removeItem(named(file))
    }
  }
  return [await begin(file, place, token), 0]
}

async function sendWhole(file, place, token, tell) {
  let failures = 0
  let url, at
  for (;;) {
    try {
      if (url === undefined) [url, at] = await resume(file, place, token)
      while (at < file.size) {
        tell.at(at, file)
        const headers = { 'Upload-Offset': String(at), 'Content-Type': 'application/offset+octet-stream' }
        at = offset(await ask(url, 'PATCH', token, headers, file.slice(at, at + PIECE)))
        failures = 0
      }
      tell.at(at, file)
      localStorage.removeItem(named(file))
      return url.split('/').filter(Boolean).pop()
    } catch (error) {
      if (error instanceof Gone) throw error
      tell.lost(file)
      url = undefined
      await Promise.race([pause(PATIENCE[Math.min(failures, PATIENCE.length - 1)]), online()])
      failures += 1
    }
  }
}

// One line beside the field: how far it is, also for who hears the page; heard at every tenth alone.
function teller(field, words, inReadersDigits) {
  const line = document.createElement('div')
  line.className = 'sg-sending'
  const bar = document.createElement('progress')
  bar.max = 100
  const said = document.createElement('p')
  said.className = 'govuk-body'
  said.setAttribute('role', 'status')
  line.append(bar, said)
  field.closest('.sg-pictures__bring').after(line)
  let told = -1
  return {
    at(bytes, file) {
      const percent = Math.floor((bytes / file.size) * 100)
      bar.value = percent
      if (Math.floor(percent / 10) !== told) {
        told = Math.floor(percent / 10)
        said.textContent = `${file.name} ${words.sending} ${inReadersDigits(percent)}%`
      }
    },
    lost() { said.textContent = words.lost; told = -1 },
    refused() { bar.remove(); said.textContent = words.refused; said.className = 'govuk-error-message' },
    waits() { said.textContent = words.wait; told = -1 },
    done() { line.remove() },
  }
}

// What was not sent whole before the page was left: the browser wants the file chosen again, and it goes on.
async function remind(field, words, inReadersDigits, token) {
  for (const key of Object.keys(localStorage).filter((one) => one.startsWith(KEPT))) {
    const name = key.slice(KEPT.length).split(':').slice(0, -2).join(':')
    try {
      const answer = await ask(localStorage.getItem(key), 'HEAD', token)
      const percent = Math.floor((offset(answer) / Number(answer.headers.get('Upload-Length'))) * 100)
      const line = document.createElement('p')
      line.className = 'govuk-hint sg-sending__begun'
      line.textContent = `${name} ${words.begun} ${inReadersDigits(percent)}%`
      field.closest('.sg-pictures__bring').after(line)
    } catch (error) {
      if (error instanceof Gone) localStorage.removeItem(key)
    }
  }
}

// Gives whether the field's files are sent here; then they are put into the form by their names, and its button pressed.
export function sendInPieces(field, inReadersDigits) {
  const words = document.getElementById('sending-words')?.dataset
  const form = field.form
  const token = form?.querySelector('[name="csrfmiddlewaretoken"]')?.value
  if (!words || !token || !window.fetch || !window.localStorage) return () => false
  if (field.name === 'film') remind(field, words, inReadersDigits, token)
  return () => {
    const files = [...field.files]
    if (!files.some((file) => file.size > SMALL)) return false
    const tell = teller(field, words, inReadersDigits)
    const hold = (event) => { event.preventDefault(); event.stopImmediatePropagation(); tell.waits() }
    form.addEventListener('submit', hold, { capture: true })
    field.value = ''
    field.disabled = true
    document.querySelectorAll('.sg-sending__begun').forEach((line) => line.remove())
    const sent = async () => {
      for (const file of files) {
        const hidden = document.createElement('input')
        hidden.type = 'hidden'
        hidden.name = `sent-${field.name}`
        hidden.value = await sendWhole(file, field.dataset.sends, token, tell)
        form.append(hidden)
      }
    }
    sent().then(() => {
      tell.done()
      form.removeEventListener('submit', hold, { capture: true })
      document.getElementById(field.dataset.brings)?.click()
    }, () => {
      tell.refused()
      field.disabled = false
      form.removeEventListener('submit', hold, { capture: true })
    })
    return true
  }
}
