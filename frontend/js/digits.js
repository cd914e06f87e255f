// A number as the reader writes it: ১২,৩৪৫ in Bangla, 12,345 in English.
const grouped = new Intl.NumberFormat(document.documentElement.lang === 'bn' ? 'bn-BD' : 'en-IN')
export const inReadersDigits = (number) => grouped.format(number)
