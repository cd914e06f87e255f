// The composer while one types: counts as the server counts, the preview at once, and words kept in this browser
// until the server has them. The server's answer takes the place of all of it; nothing here decides anything.
import { counter } from './counting.js'
import { watchLength } from './counts.js'
import { inReadersDigits } from './digits.js'
import { forget, placeOf, read, write } from './kept.js'

const SHOW = 150
const HEARD = 1000
const KEEP = 300
const ANSWERED = 20000
const bare = (words) => words.replace(/\s+/g, '')
const later = (pause, work) => { let timer; return () => { clearTimeout(timer); timer = setTimeout(work, pause) } }

const form = document.getElementById('composer')
const text = form?.querySelector('textarea[name="text"]')
const preview = document.getElementById('preview')
const rooms = JSON.parse(document.getElementById('rooms')?.textContent || '{}')
const known = counter()

const boxes = () => [...form.querySelectorAll('input[name="accounts"]')]
const chosen = () => boxes().filter((box) => box.checked || box.type === 'hidden').map((box) => box.value)
const ownOf = (account) => form.querySelector(`textarea[name="own-${account}"]`)
const saidOn = (account) => (ownOf(account)?.value.trim() ? ownOf(account).value : text.value)
const threadOf = (account) => form.querySelector(`input[name="threads"][value="${account}"]`)
const nameOf = (box) => document.querySelector(`label[for="${box.id}"]`)?.textContent.trim() || ''

// How long the words are on each chosen account, seen at once and heard when the typing pauses.
function count() {
  if (!known) return
  const long = new Set()
  const named = new Map(boxes().map((box) => [box.value, nameOf(box)]))
  for (const list of form.querySelectorAll('[data-counts]')) {
    const area = document.getElementById(list.dataset.counts)
    const owner = area.name.startsWith('own-') ? area.name.slice(4) : ''
    const accounts = owner ? (area.value.trim() && chosen().includes(owner) ? [owner] : [])
      : chosen().filter((account) => !ownOf(account)?.value.trim())
    const words = known.normal(area.value)
    const lines = accounts.flatMap((account) => (rooms[account] || []).map(([by, most, what]) => {
      const length = known.measures[by](words)
      if (length > most) long.add(account)
      return { over: length > most && !threadOf(account)?.checked, said: `${accounts.length > 1 ? `${named.get(account)}: ` : ''}${inReadersDigits(length)} / ${inReadersDigits(most)} ${what}` }
    }))
    list.hidden = !lines.length
    list.replaceChildren(...lines.map(({ over, said }) => {
      const line = document.createElement('li')
      line.className = over ? 'sg-count sg-count--over' : 'sg-count'
      line.textContent = said
      return line
    }))
  }
  offerThreads(long)
}

// A thread is offered where the words are too long for one post.
function offerThreads(long) {
  const offered = [...form.querySelectorAll('input[name="threads"]')]
  for (const box of offered) box.parentElement.hidden = !(box.checked || (long.has(box.value) && chosen().includes(box.value)))
  const group = offered[0]?.closest('.govuk-form-group')
  if (group) group.hidden = offered.every((box) => box.parentElement.hidden)
}

// The words stand in the preview before the server has looked at them; its answer brings the marks.
function show() {
  for (const part of preview.querySelectorAll('[data-words-of]')) {
    const words = saidOn(part.dataset.wordsOf).trim()
    const paragraphs = words.split(/\n{2,}/).map((said) => {
      const paragraph = document.createElement('p')
      said.split('\n').forEach((line, place) => paragraph.append(...(place ? [document.createElement('br')] : []), line))
      return paragraph
    })
    // The same words stay as they are, with the marks that the server set.
    if (bare(part.textContent) !== bare(known ? known.normal(words) : words)) part.replaceChildren(...paragraphs)
  }
}

// Other words are asked for only of the chosen accounts.
function unfold() {
  const accounts = chosen()
  for (const part of form.querySelectorAll('[data-own]')) {
    part.hidden = accounts.length < 2 || !accounts.includes(part.dataset.own)
  }
}

// ——— Words that have not reached the server ———
const key = form?.querySelector('input[name="key"]')?.value
const offer = document.getElementById('found-here')
const place = key && offer ? placeOf(offer.dataset.keeper, key) : ''
const fieldsOf = (name) => [...form.querySelectorAll(`[name="${name}"]`)]

// What was typed, each with its place among the fields of that name, and what was ticked.
function typed() {
  const fields = [...form.querySelectorAll('textarea, input[name="day"], input[name="hour"], input[name="other_purpose"]')]
  const ticks = [...form.querySelectorAll('input[type="checkbox"]:checked')].map((box) => [box.name, box.value])
  return { fields: fields.filter((field) => field.value).map((field) => [field.name, fieldsOf(field.name).indexOf(field), field.value]), ticks }
}
let sent = false
let unkept = false
const keepNow = () => { unkept = false; if (place) write(place, { ...typed(), sent }) }
const keepSoon = later(KEEP, keepNow)
const keepHere = () => { unkept = true; keepSoon() }
const WHEN = { day: 'numeric', month: 'long', year: 'numeric', hour: 'numeric', minute: '2-digit', timeZone: 'Asia/Dhaka' }
let asked = ''

function offerKept() {
  const kept = place && read(place)
  if (!kept) return
  // This very page is the server's answer to them.
  if ('arrived' in offer.dataset) { forget(place); return }
  const differs = kept.fields.some(([name, number, value]) => (fieldsOf(name)[number]?.value ?? '').trim() !== value.trim())
  if (!differs) { forget(place); return }
  offer.querySelector('[data-at]').textContent = new Date(kept.at).toLocaleString(document.documentElement.lang, WHEN)
  offer.querySelector('[data-words]').textContent = (kept.fields.find(([name]) => name === 'text')?.[2] || '').slice(0, 300)
  offer.hidden = false
  offer.querySelector('[data-take]').addEventListener('click', () => {
    for (const [name, number, value] of kept.fields) {
      const field = fieldsOf(name)[number]
      if (field) { field.value = value; field.closest('details')?.setAttribute('open', '') }
    }
    for (const [name, value] of kept.ticks) {
      const box = fieldsOf(name).find((one) => one.value === value)
      if (box) box.checked = true
    }
    offer.hidden = true
    unfold()
    text.dispatchEvent(new Event('input', { bubbles: true }))
    text.focus()
  })
  offer.querySelector('[data-drop]').addEventListener('click', () => { forget(place); offer.hidden = true; text.focus() })
}

if (form && text && preview) {
  const shownSoon = later(SHOW, () => { count(); show() })
  const heardSoon = later(HEARD, () => {
    const heard = document.getElementById('heard-count')
    const list = form.querySelector(`[data-counts="${text.id}"]`)
    if (heard && list) heard.textContent = [...list.children].map((line) => line.textContent).join(', ')
  })
  form.addEventListener('input', () => { shownSoon(); heardSoon(); keepHere() })
  form.addEventListener('change', () => { unfold(); count(); keepHere() })
  offerKept()
  unfold()
  count()
  document.addEventListener('htmx:configRequest', (event) => {
    if (event.detail.elt !== preview) return
    // What is being saved needs no keeping, and must not come in after it.
    if (sent) event.preventDefault()
    else asked = JSON.stringify(typed())
  })
  // The server has what was sent; what was typed since is still only here.
  document.addEventListener('htmx:afterRequest', (event) => {
    const kept = event.detail.elt === preview && event.detail.successful && event.detail.xhr.getResponseHeader('X-Kept')
    if (!kept) return
    if (asked === JSON.stringify(typed())) forget(place)
    else show()
  })
  window.addEventListener('pagehide', () => { if (unkept && !sent) keepNow() })
  // A line that is back is used at once.
  window.addEventListener('online', () => text.dispatchEvent(new Event('input', { bubbles: true })))
  form.addEventListener('submit', (event) => {
    // While a file is still on its way the form is held back.
    if (document.querySelector('.sg-sending progress')) return
    sent = navigator.onLine
    keepNow()
    if (sent) {
      setTimeout(() => { sent = false }, ANSWERED)
      return
    }
    event.preventDefault()
    event.stopImmediatePropagation()
    const lost = document.getElementById('lost')
    if (lost) { lost.hidden = false; lost.scrollIntoView({ block: 'center' }) }
  }, true)
}

// An answer is counted as its account's network counts.
for (const area of document.querySelectorAll('textarea[data-by]')) {
  if (known) watchLength(area, (words) => known.measures[area.dataset.by](known.normal(words)))
}

// The tests hold it to the server's figures.
window.sanglapCounter = counter
