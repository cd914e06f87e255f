// Makes pages nicer; nothing depends on it.
import htmx from 'htmx.org'
import { watchLength } from './counts.js'
import { inReadersDigits } from './digits.js'
import { sweep } from './kept.js'
import { sendInPieces } from './sending.js'

htmx.config.includeIndicatorStyles = false
htmx.config.allowEval = false
window.htmx = htmx

// As the server counts characters of a form; what goes to a network is counted on the pages where it is written.
const characters = (text) => [...text].length

// A form is sent once: the second click finds its button asleep.
function sendOnce(form) {
  form.addEventListener('submit', (event) => {
    if (form.dataset.sent) {
      event.preventDefault()
      return
    }
    form.dataset.sent = 'yes'
    setTimeout(() => delete form.dataset.sent, 4000)
  })
}

// Chosen files are brought at once: nobody has to find the button.
function bringAtOnce(field) {
  const inPieces = field.dataset.sends ? sendInPieces(field, inReadersDigits) : () => false
  field.addEventListener('change', () => {
    if (field.files.length && !inPieces()) document.getElementById(field.dataset.brings)?.click()
  })
}

// A part of the page that could not be sent says so; once it can, it is silent again.
function tellLost(event, lost) {
  const told = document.getElementById(event.detail.elt?.dataset?.lost)
  if (told) told.hidden = !lost
}
for (const failure of ['htmx:sendError', 'htmx:responseError', 'htmx:timeout']) {
  document.addEventListener(failure, (event) => tellLost(event, true))
}
document.addEventListener('htmx:afterSwap', (event) => tellLost(event, false))
// Whoever was signed out is led to another page, which is no part of this one.
document.addEventListener('htmx:beforeSwap', (event) => {
  const asked = event.detail.elt?.dataset?.lost
  if (asked && new URL(event.detail.xhr.responseURL).pathname !== event.detail.requestConfig.path) {
    event.detail.shouldSwap = false
    tellLost(event, true)
  }
})

// The browser's own menu prints as well.
function offerPrint(button) {
  button.hidden = false
  button.addEventListener('click', () => window.print())
}

// A text that was laid ready, with its looks and without them: whatever it is pasted into takes what it understands.
function offerCopy(button) {
  if (!navigator.clipboard || !('ClipboardItem' in window)) return
  const told = button.parentElement.querySelector('[data-said]')
  const held = (name) => new Blob([document.querySelector(button.dataset[name]).value], { type: name === 'copy' ? 'text/html' : 'text/plain' })
  button.hidden = false
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.write([new ClipboardItem({ 'text/html': held('copy'), 'text/plain': held('copyAlso') })])
      told.textContent = button.dataset.copied
    } catch {
      told.textContent = button.dataset.refused
    }
  })
}

htmx.onLoad((part) => {
  part.querySelectorAll('textarea[data-most]:not([data-by])').forEach((area) => watchLength(area, characters))
  // What the script does by itself needs no button.
  part.querySelectorAll('[data-unscripted]').forEach((button) => { button.hidden = true })
  part.querySelectorAll('input[type="file"][data-brings]').forEach(bringAtOnce)
  part.querySelectorAll('form[method="post"]').forEach(sendOnce)
  part.querySelectorAll('[data-print]').forEach(offerPrint)
  part.querySelectorAll('[data-copy]').forEach(offerCopy)
})
sweep(window.location.pathname)
document.querySelector('.govuk-error-summary')?.focus()
