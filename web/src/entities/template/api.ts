import { call, callTagged, client, type Schemas } from '@/api/client'

export type Template = Schemas['Template']

export const listTemplates = (number?: string) =>
  call(client.GET('/templates', { params: { query: { case: number } } }))

export const writeTemplate = (body: Schemas['NewTemplate']) => callTagged(client.POST('/templates', { body }))

export type TemplateCommand =
  | { do: 'write'; name: string; text: string; review_by: string }
  | { do: 'approve'; hash: string }
  | { do: 'send-back' | 'retire'; reason: string }

export const actOnTemplate = (template: Template, body: TemplateCommand) =>
  callTagged(
    client.POST('/templates/{id}/commands', {
      params: { path: { id: template.id }, header: { 'If-Match': `"${template.version}"` } },
      body,
    }),
  )
