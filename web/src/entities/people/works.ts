import type { Schemas } from '@/api/client'

/** Whether somebody with these grants does the work of a unit: the auditor and the administrator do not. */
export const worksIn = (grants: Schemas['Me']['grants'], unit: string) =>
  grants.some((g) => g.unit === unit && g.role !== 'auditor' && g.role !== 'administrator')
