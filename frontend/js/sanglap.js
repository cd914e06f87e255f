// Makes pages nicer; nothing depends on it.
import htmx from 'htmx.org'

htmx.config.includeIndicatorStyles = false
htmx.config.allowEval = false
window.htmx = htmx

const digits = '০১২৩৪৫৬৭৮৯'
const inReadersDigits = (number) =>
  document.documentElement.lang === 'bn' ? String(number).replace(/\d/g, (digit) => digits[digit]) : String(number)

// A live count beside a text, as the strictest chosen network counts: signs as people see them, each address as 23.
function count(text) {
  const plain = text.normalize('NFC').replace(/https?:\/\/\S+/g, 'x'.repeat(23))
  return [...new Intl.Segmenter('bn', { granularity: 'grapheme' }).segment(plain)].length
}

function watchLength(area) {
  const shown = document.getElementById(area.dataset.countIn)
  const most = Number(area.dataset.most)
  if (!shown || !most || !('Segmenter' in Intl)) return
  const update = () => {
    const length = count(area.value)
    shown.textContent = `${inReadersDigits(length)} / ${inReadersDigits(most)}`
    shown.classList.toggle('sg-count--over', length > most)
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

document.querySelectorAll('textarea[data-most]').forEach(watchLength)
document.querySelectorAll('form[method="post"]').forEach(sendOnce)
document.querySelector('.govuk-error-summary')?.focus()
