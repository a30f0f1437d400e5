import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import type { Grade, IssueQuestion } from './api'

/** What the issues board shows; all of it stands in the address. */
export interface BoardState {
  grade: Grade | ''
  undecided: boolean
  all: boolean
}

export function boardOf(query: LocationQuery): BoardState {
  return {
    grade: query.grade === 'serious' || query.grade === 'critical' ? query.grade : '',
    undecided: query.undecided === '1',
    all: query.all === '1',
  }
}

export function boardQuery(state: BoardState): LocationQueryRaw {
  const query: LocationQueryRaw = {}
  if (state.grade) query.grade = state.grade
  if (state.undecided) query.undecided = '1'
  if (state.all) query.all = '1'
  return query
}

export function boardQuestion(state: BoardState): IssueQuestion {
  return { at_least: state.grade || undefined, undecided: state.undecided || undefined, ours: !state.all }
}
