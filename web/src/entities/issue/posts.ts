import { numberIn } from '@/shared/numbers'
import type { Post } from './api'

export interface PostGroup {
  first: Post
  same: Post[]
}

/** The issue that somebody means by "44" or "44 短秤", or 0. */
export function numberOf(typed: string): number {
  const found = numberIn(typed.trim().split(/\s/)[0] ?? '')
  return found && 'issue' in found ? Number(found.issue) : 0
}

/** Posts of one text together, under their first where it is among those read; the order is the server's. */
export function groupPosts(posts: Post[]): PostGroup[] {
  const groups = new Map<number, PostGroup>()
  const shown = new Set(posts.map((post) => post.id))
  for (const post of posts) {
    const key = post.same_text_as ?? post.id
    const group = groups.get(key)
    if (!group) groups.set(key, { first: post, same: [] })
    else if (post.id === key) {
      // The first came after its copies: it takes its place, they go below it.
      group.same.unshift(group.first)
      group.first = post
    } else group.same.push(post)
  }
  for (const [key, group] of groups) if (!shown.has(key)) group.first = { ...group.first, copies: group.same.length }
  return [...groups.values()]
}
