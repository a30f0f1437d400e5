/** What a file becomes before it is added. */
export interface Prepared {
  bytes: Blob
  type: string
  sha256: string
}

const kMost = 1 << 20
const kEdge = 1600

/** A photograph drawn anew: smaller, and without what the camera wrote into it (place, time, device). */
async function redrawn(file: Blob): Promise<Blob> {
  const picture = await createImageBitmap(file)
  const scale = Math.min(1, kEdge / Math.max(picture.width, picture.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(picture.width * scale))
  canvas.height = Math.max(1, Math.round(picture.height * scale))
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
  return new Promise((done, failed) =>
    canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error('picture'))), 'image/jpeg', 0.85),
  )
}

export async function prepare(file: File): Promise<Prepared> {
  const bytes = file.type.startsWith('image/') ? await redrawn(file) : file
  const digest = await crypto.subtle.digest('SHA-256', await bytes.arrayBuffer())
  const sha256 = [...new Uint8Array(digest)].map((b) => b.toString(16).padStart(2, '0')).join('')
  return { bytes, type: bytes.type || 'application/octet-stream', sha256 }
}

/** Lies at the desk; everything else lies elsewhere, and its hash here. */
export const fits = (one: Prepared) =>
  one.bytes.size <= kMost && ['image/jpeg', 'image/png', 'application/pdf'].includes(one.type)
