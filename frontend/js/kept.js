// Words that have not reached the server, kept in this browser under whose they are and which post's: the server has
// them soon, and then they are forgotten here.
const OLDEST = 7 * 24 * 3600 * 1000
const SIGN = 'sanglap:'

function stored(work) {
  try { return work(window.localStorage) } catch { return null } // no room, or forbidden: the page itself still has them
}

export const placeOf = (person, key) => `${SIGN}${person}:${key}`
export const read = (place) => stored((store) => JSON.parse(store.getItem(place)))
export const write = (place, words) => stored((store) => store.setItem(place, JSON.stringify({ ...words, at: Date.now() })))
export const forget = (place) => stored((store) => store.removeItem(place))

// What is old goes, on whatever page; and what was sent with a post whose own page is shown now: it arrived.
export function sweep(path) {
  stored((store) => {
    for (const place of Object.keys(store).filter((one) => one.startsWith(SIGN))) {
      const words = read(place)
      const arrived = words?.sent && path.startsWith(`/desk/posts/${place.split(':')[2]}/`)
      if (!words || arrived || Date.now() - words.at > OLDEST) store.removeItem(place)
    }
  })
}
