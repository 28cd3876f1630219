import type { AuditNews } from '@cyxwiz/sdk';

/** News of an exact job's audits, for people. */
export function newsText(news: AuditNews): string {
  switch (news.type) {
    case 'steps':
      return `steps anchored: ${news.segments} segments, of which ${news.audits} will be drawn and proven`;
    case 'moved':
      return `nobody recorded the slot’s hash in time: slot ${news.slot} takes its place, once`;
    case 'recorded':
      return `hash of slot ${news.slot} recorded`;
    case 'opened':
      return `challenge opened ${news.nonceRevealed ? 'with' : 'WITHOUT'} the client’s nonce: ${news.audits} audits`;
    case 'proven':
      return `audit ${news.proven} of ${news.audits} proven`;
  }
}
