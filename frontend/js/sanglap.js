// Makes pages nicer; nothing depends on it.
import htmx from 'htmx.org'

htmx.config.includeIndicatorStyles = false
htmx.config.allowEval = false
window.htmx = htmx

const QUIET = 1000
const digits = '০১২৩৪৫৬৭৮৯'
const inReadersDigits = (number) =>
  document.documentElement.lang === 'bn' ? String(number).replace(/\d/g, (digit) => digits[digit]) : String(number)

// A live count beside a text, as the strictest chosen network counts: signs as people see them, each address as 23.
function count(text) {
  const plain = text.normalize('NFC').replace(/https?:\/\/\S+/g, 'x'.repeat(23))
  return [...new Intl.Segmenter('bn', { granularity: 'grapheme' }).segment(plain)].length
}

// The eye sees the count at every key; a screen reader hears it when the typing pauses.
function watchLength(area) {
  const shown = document.getElementById(area.dataset.countIn)
  const most = Number(area.dataset.most)
  if (!shown || !most || !('Segmenter' in Intl)) return
  const seen = document.createElement('span')
  const heard = document.createElement('span')
  seen.setAttribute('aria-hidden', 'true')
  heard.className = 'govuk-visually-hidden'
  heard.setAttribute('role', 'status')
  heard.textContent = shown.textContent
  shown.replaceChildren(seen, heard)
  let pause
  const update = (event) => {
    const length = count(area.value)
    seen.textContent = `${inReadersDigits(length)} / ${inReadersDigits(most)}`
    shown.classList.toggle('sg-count--over', length > most)
    clearTimeout(pause)
    if (event) pause = setTimeout(() => { heard.textContent = seen.textContent }, QUIET)
  }
  area.addEventListener('input', update)
  update()
}

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

// The browser's own menu prints as well.
function offerPrint(button) {
  button.hidden = false
  button.addEventListener('click', () => window.print())
}

htmx.onLoad((part) => {
  part.querySelectorAll('textarea[data-most]').forEach(watchLength)
  part.querySelectorAll('form[method="post"]').forEach(sendOnce)
  part.querySelectorAll('[data-print]').forEach(offerPrint)
})
document.querySelector('.govuk-error-summary')?.focus()
