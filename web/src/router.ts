import { createRouter, createWebHistory } from 'vue-router'
import { loadSession, me } from './entities/session/session'

export const router = createRouter({
  history: createWebHistory('/desk/'),
  routes: [
    { path: '/', redirect: { name: 'inbox' } },
    { path: '/sign-in', name: 'sign-in', component: () => import('./pages/SignIn.vue'), meta: { open: true } },
    { path: '/inbox', name: 'inbox', component: () => import('./pages/Inbox.vue') },
    { path: '/register', name: 'register', component: () => import('./pages/Register.vue') },
    { path: '/imports', name: 'imports', component: () => import('./pages/Imports.vue') },
    { path: '/cases/:number', name: 'case', component: () => import('./pages/Case.vue'), props: true },
    { path: '/issues', name: 'issues', component: () => import('./pages/Issues.vue') },
    {
      path: '/issues/:id(\\d+)',
      name: 'issue',
      component: () => import('./pages/Issue.vue'),
      props: (to) => ({ id: Number(to.params.id) }),
    },
    { path: '/watches', name: 'watches', component: () => import('./pages/Watches.vue') },
    { path: '/directives', name: 'directives', component: () => import('./pages/Directives.vue') },
    {
      path: '/directives/:id(\\d+)',
      name: 'directive',
      component: () => import('./pages/Directive.vue'),
      props: (to) => ({ id: Number(to.params.id) }),
    },
    { path: '/duty', name: 'duty', component: () => import('./pages/Duty.vue') },
    { path: '/people', name: 'people', component: () => import('./pages/People.vue') },
    { path: '/rulebooks', name: 'rulebooks', component: () => import('./pages/Rulebooks.vue') },
    {
      path: '/rulebooks/proposals/:id(\\d+)',
      name: 'rulebook-proposal',
      component: () => import('./pages/RulebookProposal.vue'),
      props: (to) => ({ id: Number(to.params.id) }),
    },
    { path: '/audit', name: 'audit', component: () => import('./pages/Audit.vue') },
    { path: '/templates', name: 'templates', component: () => import('./pages/Templates.vue') },
    { path: '/accounts', name: 'accounts', component: () => import('./pages/Accounts.vue') },
    { path: '/accountability', name: 'accountability', component: () => import('./pages/Accountability.vue') },
    {
      path: '/reviews/:id(\\d+)',
      name: 'review',
      component: () => import('./pages/Review.vue'),
      props: (to) => ({ id: Number(to.params.id) }),
    },
    { path: '/sources', name: 'sources', component: () => import('./pages/Sources.vue') },
    { path: '/:rest(.*)*', name: 'missing', component: () => import('./pages/Missing.vue') },
  ],
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? undefined : { top: 0 }),
})

router.beforeEach(async (to) => {
  if (to.meta.open || me.value) return true
  try {
    if (await loadSession()) return true
  } catch {
    // Not reached: the sign-in page is where one sees it, and can try again.
  }
  return { name: 'sign-in', query: to.fullPath === '/inbox' ? {} : { next: to.fullPath } }
})
