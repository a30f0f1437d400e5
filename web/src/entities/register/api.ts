import { call, client, type Schemas } from '@/api/client'

export type Account = Schemas['Official']
export type RegisterProposal = Schemas['RegisterProposal']

export const listAccounts = () => call(client.GET('/registers/official'))
export const readSources = () => call(client.GET('/sources'))

export type AccountAsked = Omit<Account, 'name'> & { name: string; name_en: string; reason: string }
export const proposeAccount = (body: AccountAsked) => call(client.POST('/registers/official/proposals', { body }))
export const proposeWithdrawal = (id: string, reason: string) =>
  call(client.POST('/registers/official/proposals', { body: { id, removes: true, reason } }))

export const proposeSource = (config: string, reason: string) =>
  call(client.POST('/sources/proposals', { body: { config, reason } }))
export const proposeRemoval = (id: string, reason: string) =>
  call(client.POST('/sources/proposals', { body: { id, removes: true, reason } }))

export const decideOn = (proposal: RegisterProposal, body: { do: 'confirm' } | { do: 'refuse'; reason: string }) =>
  call(
    client.POST('/registers/proposals/{id}/commands', {
      params: { path: { id: proposal.id }, header: { 'If-Match': `"${proposal.version}"` } },
      body,
    }),
  )
