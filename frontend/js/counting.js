// How long a text is, as each network counts: the same figures as sanglap.language gives on the server, which decides.
// A shared set of texts and a comparison of made-up ones hold the two together (tests/browser/test_writing.py).
// A browser that does not know today's letters counts nothing; the server's figure stands there all the same.
import endings from '../../src/sanglap/language/endings.json'

let groups = 0
// What was once read is not given back: `x++` of other engines.
const atomic = (source) => { groups += 1; return `(?=(?<a${groups}>${source}))\\k<a${groups}>` }
const some = (source) => atomic(`(?:${source})+`)
const any = (source) => atomic(`(?:${source})*`)
const maybe = (source) => atomic(`(?:${source})?`)

const ENDING = () => `(?:${atomic('xn--[0-9a-z]+')}|(?:${endings.join('|')})(?![0-9a-z@+\\-]))`
const DIRECTIONS = '\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069'
const IN_LABEL = `[^\\s\\x00-\\x2c\\x2e\\x2f\\x3a-\\x40\\x5b-\\x5e\\x60\\x7b-\\x7f\\ufffe\\ufeff\\uffff${DIRECTIONS}]`
const LABEL = () => `(?![\\-_])${some(IN_LABEL)}(?<![\\-_])`
const DOMAIN = () => `(?:${LABEL()}\\.){0,126}(?!-)${some(`(?!_)${IN_LABEL}`)}(?<!-)\\.${ENDING()}`
const BEFORE = '(?<![0-9a-z@＠$#＃\\ufffe\\ufeff\\uffff])'
const AT_ITS_START = `${BEFORE}(?<!${IN_LABEL})(?<!${IN_LABEL}\\.)`
const LATIN_ACCENTS = '\\xc0-\\xd6\\xd8-\\xf6\\xf8-\\u024f\\u0253\\u0254\\u0256\\u0257\\u0259\\u025b\\u0263\\u0268\\u026f\\u0272\\u0289\\u028b\\u02bb\\u0300-\\u036f\\u1e00-\\u1eff'

function tail(inside, closing, queryInside, queryClosing) {
  const flat = () => some(`${inside}|${closing}`)
  const brackets = () => `\\((?:${flat()}${maybe(`\\(${flat()}\\)${maybe(flat())}`)}|\\(${flat()}\\)${maybe(flat())})\\)`
  const path = `/${any(`${any(inside)}(?:${closing}|${brackets()})`)}`
  return `${maybe(`:${some('[0-9]')}`)}${maybe(path)}${maybe(`\\?${some(`${any(queryInside)}${queryClosing}`)}`)}`
}

const WORD = '[\\p{L}\\p{M}\\p{Nd}\\p{Pc}]'
const BEYOND_ASCII = '\\u00a0-\\ufdcf\\ufdf0-\\uffef\\u{10000}-\\u{10fffd}'
const inMastodon = () => {
  const end = () => tail(
    '[!*"\'「」;:=,.$%\\[\\]~&\\|@]', '[^\\s\\(\\)?!*"\'「」<>;:=,.$%\\[\\]~&\\|@]',
    '[!?*\'\\(\\);:+$%\\[\\].,~\\|@\\^]', `[a-z0-9_&=#/\\-${BEYOND_ASCII}]`,
  )
  const scheme = '(?:https?|dat|dweb|ipfs|ipns|ssb|gopher|gemini)://'
  const user = atomic(`@(?<user>${some('[a-z0-9_]')}${any(`${some('[.\\-]')}${some('[a-z0-9_]')}`)})${maybe(`@${some(WORD)}${any(`${some('[.\\-]')}${some(WORD)}`)}`)}`)
  return new RegExp([
    `${BEFORE}${scheme}(?<known>${DOMAIN()})${end()}`,
    `${BEFORE}${scheme}(?<unknown>${LABEL()})${some(`\\.${LABEL()}`)}(?!://)`,
    `${AT_ITS_START}${DOMAIN()}${end()}`,
    `(?<![=/\\p{L}\\p{M}\\p{Nd}\\p{Pc}])${user}(?![@＠${LATIN_ACCENTS}]|://)`,
  ].join('|'), 'giu')
}

const inX = () => {
  const end = () => tail(
    '[!*\';:,.$%\\[\\]~&\\|@\\u2013\\-]', `[a-z0-9=_#/+\\-\\p{Script=Cyrillic}${LATIN_ACCENTS}]`,
    '[!?*\'\\(\\);:+$%\\[\\].,~\\|@]', '[a-z0-9_&=#/\\-]',
  )
  return new RegExp([
    `(?<link>${BEFORE}https?://${DOMAIN()}${end()})`,
    `(?<none>${AT_ITS_START}(?<=[.\\/])${DOMAIN()}${end()})`,
    `${AT_ITS_START}(?<domain>${DOMAIN()})(?<tail>${maybe(`${maybe(`:${some('[0-9]')}`)}(?=/)${end()}`)})`,
  ].join('|'), 'giu')
}
const IN_X_LABEL = `[a-z0-9\\-${LATIN_ACCENTS}]`
const bareInX = () => new RegExp(`(?<!${IN_X_LABEL})(?<!${IN_X_LABEL}\\.)(?:${some(IN_X_LABEL)}\\.)+${ENDING()}`, 'giu')
const emojiInX = () => new RegExp([
  '\\p{RI}\\p{RI}', '[0-9#*]\\ufe0f?\\u20e3',
  '\\u{1f3f4}[\\u{e0061}-\\u{e007a}\\u{e0030}-\\u{e0039}]+\\u{e007f}',
  '(?:\\p{Emoji}\\p{EMod}|[\\p{ExtPict}&&[\\u00a9-\\uffff]]\\ufe0f|[\\p{ExtPict}--\\p{EPres}]\\ufe0f|\\p{EPres})'
    + any('\\u200d(?:\\p{EPres}\\p{EMod}?|\\p{ExtPict}[\\ufe0f\\p{EMod}]?)'),
].join('|'), 'gv')
const LIGHT = /[\u0000-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]/gu

const points = (text) => { let number = 0; for (const _one of text) number += 1; return number }

// The normal form in which the server keeps a text, so far as it changes a length.
const CONSONANT = '\\u0995-\\u09a8\\u09aa-\\u09b0\\u09b2\\u09b6-\\u09b9\\u09dc\\u09dd\\u09df\\u09f0\\u09f1'
// The signs of other Indic scripts that do what the hasanta does.
const VIRAMAS = '\\u094d\\u0a4d\\u0acd\\u0b4d\\u0bcd\\u0c4d\\u0ccd\\u0d3b\\u0d3c\\u0d4d\\u0dca\\u0e3a\\u0eba\\u0f84\\u1039\\u103a\\u1714\\u1734\\u17d2'
const normalForm = () => {
  const unseen = new RegExp('[[\\p{Cc}\\p{Cs}\\p{Noncharacter_Code_Point}\\ufff9-\\ufffb\\p{Default_Ignorable_Code_Point}]--[\\n\\t\\u200c\\u200d\\ufe0e\\ufe0f\\u{e0020}-\\u{e007f}]]', 'gv')
  const selectors = new RegExp('(?<![\\p{Emoji}--[0-9#*]])(?!(?<=[0-9#*])\\ufe0f\\u20e3)[\\ufe0e\\ufe0f]', 'gv')
  const flags = /(\u{1f3f4}[\u{e0030}-\u{e0039}\u{e0061}-\u{e007a}]{3,6}\u{e007f})|[\u{e0020}-\u{e007f}]/gu
  const joiners = new RegExp([
    `((?<=[${VIRAMAS}])[\\u200c\\u200d]`, `(?<=\\u09cd)[\\u200c\\u200d](?=[${CONSONANT}\\u09ce])`, '(?<=\\u09a4\\u09cd)\\u200d',
    `(?<=[\\u09b0\\u09f0])[\\u200c\\u200d](?=\\u09cd[${CONSONANT}\\u09ce])`,
    '(?<=\\p{Script=Arabic})[\\u200c\\u200d](?=\\p{Script=Arabic})',
    '(?<=[\\p{ExtPict}\\p{EMod}\\ufe0f\\u{e007f}])\\u200d(?=\\p{ExtPict}))', '[\\u200c\\u200d]',
  ].join('|'), 'gu')
  return (given) => {
    let text = given.replace(/\r\n|[\r\v\f\x85\u2028\u2029]/g, '\n').replace(unseen, '')
    text = text.replace(selectors, '').replace(flags, '$1').normalize('NFC')
    text = text.replace(/([\u200c\u200d])[\u200c\u200d]+/g, '$1').replace(joiners, '$1')
    text = text.replaceAll('\u09a4\u09cd\u200d', '\u09ce').replace(/(?<=[\u09b0\u09f0])\u200c(?=\u09cd)/g, '\u200d')
    text = text.replaceAll('\u0985\u09be', '\u0986').replaceAll('\u098b\u09c3', '\u09e0').replaceAll('\u098c\u09e2', '\u09e1')
    return text.normalize('NFC').trim()
  }
}

function made() {
  const segmenter = new Intl.Segmenter('bn', { granularity: 'grapheme' })
  const graphemes = (text) => { let number = 0; for (const _one of segmenter.segment(text)) number += 1; return number }
  if (graphemes('ক্ষ') !== 1) return null
  const mastodon = inMastodon()
  const x = inX()
  const bare = bareInX()
  const emoji = emojiInX()
  const link = 'x'.repeat(23)
  const named = (parts) => parts[parts.length - 1]
  return {
    normal: normalForm(),
    measures: {
      characters: points,
      bytes: (text) => new TextEncoder().encode(text).length,
      graphemes,
      'utf-16': (text) => text.length,
      mastodon: (text) => graphemes(text.replace(mastodon, (found, ...parts) => {
        const { known, unknown, user } = named(parts)
        if (known || (unknown && graphemes(found) < 23)) return link
        return user ? `@${user}` : found
      })),
      x: (text) => {
        let links = 0
        let emojis = 0
        const plain = text.normalize('NFC').replace(x, (found, ...parts) => {
          const { link: whole, none, domain, tail: rest } = named(parts)
          if (none) return found
          if (whole) { links += 1; return '' }
          let hosts = 0
          const left = domain.replace(bare, () => { hosts += 1; return '' })
          links += hosts
          return hosts ? left : found
        }).replace(emoji, () => { emojis += 1; return '' })
        return links * 23 + 2 * emojis + 2 * points(plain) - (plain.match(LIGHT) || []).length
      },
    },
  }
}

let known
// The measures by name and the normal form; null where this browser cannot count as the server does.
export function counter() {
  if (known === undefined) {
    try { known = made() } catch { known = null }
  }
  return known
}
