import { shallowRef } from 'vue'
import { me } from '@/entities/session/session'
import { listPermissions, type Permission } from './api'

/** The server's own table of who may what; read once. */
export const permissions = shallowRef<Permission[]>()

export async function readPermissions() {
  permissions.value ??= await listPermissions()
}

/** Whether a part of whoever is signed in allows it somewhere; where, the server decides. */
export const mayDo = (act: Permission['act']) =>
  permissions.value?.some((line) => line.act === act && me.value?.grants.some((grant) => grant.role === line.role)) ??
  false
