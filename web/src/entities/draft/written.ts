import type { Schemas } from '@/api/client'

/** What a draft of a reply, an answer and a statement have in common. */
export type Written = Omit<Schemas['Draft'], 'part' | 'round'> & {
  part?: Schemas['Part']
  title?: string
  sources?: string
  next_at?: string
}

/** What waits for a signature that this person may give. */
export function signable<D extends Written>(drafts: D[], may: { approve: boolean; publish: boolean }) {
  return drafts.flatMap((draft): { draft: D; step: 'approve' | 'publish' }[] => {
    if (draft.state === 'drafted' && may.approve) return [{ draft, step: 'approve' }]
    if (draft.state === 'approved' && may.publish) return [{ draft, step: 'publish' }]
    return []
  })
}
