// Builds everything a browser is sent into build/static/, and lays the fonts of papers into build/fonts/. Whitenoise
// gives the files their hashed names afterwards, so addresses inside the style sheet are relative.
import { cp, mkdir, rm, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import path from 'node:path'
import * as esbuild from 'esbuild'
import * as sass from 'sass'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const out = path.join(root, 'build', 'static')
const modules = path.join(root, 'node_modules')

async function styles() {
  const { css } = sass.compile(path.join(root, 'frontend', 'scss', 'sanglap.scss'), {
    loadPaths: [modules], quietDeps: true,
  })
  const { code } = await esbuild.transform(css, { loader: 'css', minify: true })
  await writeFile(path.join(out, 'sanglap.css'), code)
}

async function scripts() {
  await esbuild.build({
    entryPoints: ['sanglap', 'passkeys', 'composer'].map((name) => path.join(root, 'frontend', 'js', `${name}.js`)), outdir: out,
    bundle: true, minify: true, format: 'iife', target: 'es2020', nodePaths: [modules], legalComments: 'linked',
  })
}

// One weight of each script is all that is sent: bold is drawn by the browser from it, which saves a reader on a poor
// line half of the bytes of a first page.
const fonts = {
  'noto-sans-bengali': '@fontsource/noto-sans-bengali/files/noto-sans-bengali-bengali-400-normal.woff2',
  'noto-sans-latin': '@fontsource/noto-sans/files/noto-sans-latin-400-normal.woff2',
}

// Papers want whole fonts, regular and bold, that a page never loads: they stand beside what is sent, not in it.
const paper = ['noto-sans-bengali/400Regular/NotoSansBengali_400Regular', 'noto-sans-bengali/700Bold/NotoSansBengali_700Bold',
  'noto-sans/400Regular/NotoSans_400Regular', 'noto-sans/700Bold/NotoSans_700Bold']

async function fontsOfPaper() {
  const folder = path.join(root, 'build', 'fonts')
  await mkdir(folder, { recursive: true })
  for (const file of paper) {
    await cp(path.join(modules, '@expo-google-fonts', `${file}.ttf`), path.join(folder, `${path.basename(file)}.ttf`))
  }
}

async function assets() {
  await cp(path.join(root, 'frontend', 'images'), path.join(out, 'images'), { recursive: true })
  await mkdir(path.join(out, 'fonts'), { recursive: true })
  for (const [name, file] of Object.entries(fonts)) {
    await cp(path.join(modules, file), path.join(out, 'fonts', `${name}.woff2`))
  }
}

await rm(out, { recursive: true, force: true })
await mkdir(out, { recursive: true })
await Promise.all([styles(), scripts(), assets(), fontsOfPaper()])
