import {
  addressKind,
  isFailure,
  nodeId,
  parseNodeEndpoint,
  relayedEndpoint,
  relayServerName,
} from '@cyxwiz/protocol';
import { expect } from 'chai';

const NODE = nodeId('So11111111111111111111111111111111111111112');

describe('where clients reach a node', () => {
  it('is a direct address', () => {
    const direct = parseNodeEndpoint('node.example:50052');
    expect(direct).to.deep.equal({
      ...{ host: 'node.example', port: 50052, target: 'node.example:50052' },
      ...{ relayed: undefined, serverName: 'node.cyxwiz' },
    });
    expect(parseNodeEndpoint('[2001:db8::1]:443')).to.include({
      host: '2001:db8::1',
      target: '[2001:db8::1]:443',
    });
  });

  it('is a node at a relay', () => {
    const relayed = parseNodeEndpoint(relayedEndpoint('relay.example:443', NODE));
    expect(relayed).to.deep.equal({
      ...{ host: 'relay.example', port: 443, target: 'relay.example:443' },
      ...{ relayed: NODE, serverName: relayServerName(NODE) },
    });
  });

  it('is refused when it is neither', () => {
    for (const wrong of [
      '',
      'host',
      'host:',
      ':1',
      'host:0',
      'host:65536',
      'a b:1',
      '2001:db8::1:443',
      'h:1#',
      'h:1# x',
    ]) {
      expect(() => parseNodeEndpoint(wrong), wrong)
        .to.throw()
        .that.satisfies((e: unknown) => isFailure(e, 'INVALID_ENDPOINT'));
    }
    for (const wrong of ['h:1#x', `h:1#${NODE}#${NODE}`, `h:1#${NODE.slice(1)}l`]) {
      expect(() => parseNodeEndpoint(wrong), wrong)
        .to.throw()
        .that.satisfies((e: unknown) => isFailure(e, 'INVALID_ADDRESS'));
    }
  });
});

describe('what an address is good for', () => {
  const kinds: [kind: string, addresses: string[]][] = [
    [
      'public',
      ['8.8.8.8', '1.1.1.1', '172.15.0.1', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '::ffff:8.8.8.8'],
    ],
    [
      'private',
      [
        '10.1.2.3',
        '172.16.0.1',
        '172.31.255.255',
        '192.168.0.1',
        '100.64.0.1',
        '169.254.169.254',
        'fd00::1',
        'fe80::1',
      ],
    ],
    ['loopback', ['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1']],
    [
      'special',
      ['0.0.0.0', '224.0.0.1', '255.255.255.255', '192.0.2.1', '198.18.0.1', '::', 'ff02::1', '2001:db8::1'],
    ],
    // Others in disguise: mapped, translated, tunnelled.
    ['special', ['64:ff9b::7f00:1', '2002:7f00:1::', 'x', '']],
    ['private', ['::ffff:10.0.0.1', '::ffff:a00:1']],
    ['loopback', ['::ffff:7f00:1', '0:0:0:0:0:ffff:7f00:1']],
  ];
  for (const [kind, addresses] of kinds) {
    it(`${addresses.join(', ')}: ${kind}`, () => {
      for (const each of addresses) expect(addressKind(each), each).to.equal(kind);
    });
  }
});
