import { call, callTagged, client, type Schemas } from '@/api/client'
import { serverLanguage } from '@/i18n'

export type RulebookVersion = Schemas['RulebookVersion']
export type RulebookText = Schemas['RulebookText']
export type RulebookChecked = Schemas['RulebookChecked']
export type RulebookProposalRow = Schemas['RulebookProposalRow']
export type RulebookProposal = Schemas['RulebookProposal']
export type RulebookCommand = { do: 'confirm' } | { do: 'refuse'; reason: string }

const lang = () => ({ lang: serverLanguage() })

export const listRulebooks = () => call(client.GET('/rulebooks'))

export const getRulebook = (version: string) =>
  call(client.GET('/rulebooks/versions/{version}', { params: { path: { version }, query: lang() } }))

export const checkRulebook = (body: RulebookText) =>
  call(client.POST('/rulebooks/check', { params: { query: lang() }, body }))

export const proposeRulebook = (body: RulebookText & { reason: string }) =>
  call(client.POST('/rulebooks/proposals', { params: { query: lang() }, body }))

export const getProposal = (id: number) =>
  callTagged(client.GET('/rulebooks/proposals/{id}', { params: { path: { id }, query: lang() } }))

export const actOnProposal = (id: number, tag: string, body: RulebookCommand) =>
  callTagged(
    client.POST('/rulebooks/proposals/{id}/commands', {
      params: { path: { id }, query: lang(), header: { 'If-Match': tag } },
      body,
    }),
  )
