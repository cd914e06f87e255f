import { inReadersDigits } from './digits.js'

const QUIET = 1000

// A live count beside a text. The eye sees it at every key; a screen reader hears it when the typing pauses.
export function watchLength(area, measure) {
  const shown = document.getElementById(area.dataset.countIn)
  const most = Number(area.dataset.most)
  if (!shown || !most) return
  const seen = document.createElement('span')
  const heard = document.createElement('span')
  seen.setAttribute('aria-hidden', 'true')
  heard.className = 'govuk-visually-hidden'
  heard.setAttribute('role', 'status')
  heard.textContent = shown.textContent
  shown.replaceChildren(seen, heard)
  let pause
  const update = (event) => {
    const length = measure(area.value)
    seen.textContent = `${inReadersDigits(length)} / ${inReadersDigits(most)}`
    shown.classList.toggle('sg-count--over', length > most)
    clearTimeout(pause)
    if (event) pause = setTimeout(() => { heard.textContent = seen.textContent }, QUIET)
  }
  area.addEventListener('input', update)
  update()
}
