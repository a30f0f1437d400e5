import { call, callTagged, client, type Schemas } from '@/api/client'
import { serverLanguage } from '@/i18n'

export type Directive = Schemas['Directive']
export type DirectiveRow = Schemas['DirectiveRow']
export type DirectiveCommand = Schemas['DirectiveCommand']
export type DirectiveCounts = Schemas['DirectiveCounts']

export const listDirectives = (open: boolean) => call(client.GET('/directives', { params: { query: { open } } }))

export const receiveDirective = (body: { platform: string; text: string }) =>
  call(client.POST('/directives', { params: { query: { lang: serverLanguage() } }, body }))

export const getDirective = (id: number) =>
  callTagged(client.GET('/directives/{id}', { params: { path: { id }, query: { lang: serverLanguage() } } }))

export const actOnDirective = (id: number, tag: string, body: DirectiveCommand) =>
  callTagged(
    client.POST('/directives/{id}/commands', {
      params: { path: { id }, query: { lang: serverLanguage() }, header: { 'If-Match': tag } },
      body,
    }),
  )
