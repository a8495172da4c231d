// Reads a JSON list of YAML texts and writes, for each, the canonical JSON of what js-yaml makes of it, or null.
// The folder JS_YAML (a node_modules folder) holds js-yaml 4.3.2.
'use strict'
const path = require('path')
const yaml = require(path.join(process.env.JS_YAML, 'js-yaml'))

function bits (number) {
  if (Number.isNaN(number)) return 'nan'
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleBE(number === 0 ? 0 : number)
  return bytes.toString('hex')
}

function write (value, above) {
  if (value === undefined || value === null) return 'null'
  if (typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'number') return `{"$number":"${bits(value)}"}`
  if (value instanceof Date) return '{"$date":null}'
  if (value instanceof Uint8Array) return '{"$binary":null}'
  if (above.includes(value)) return '{"$cycle":null}'
  const inside = [...above, value]
  if (Array.isArray(value)) return `[${value.map(item => write(item, inside)).join(',')}]`
  const keys = Object.keys(value).map(key => [key.startsWith('$') ? '$' + key : key, key])
  keys.sort((a, b) => Buffer.compare(Buffer.from(a[0]), Buffer.from(b[0])))
  return `{${keys.map(([name, key]) => JSON.stringify(name) + ':' + write(value[key], inside)).join(',')}}`
}

const chunks = []
process.stdin.on('data', chunk => chunks.push(chunk))
process.stdin.on('end', () => {
  const answers = JSON.parse(Buffer.concat(chunks)).map(text => {
    try { return write(yaml.load(text), []) } catch { return null }
  })
  process.stdout.write(JSON.stringify(answers))
})
