// web3.js expects Node's Buffer.
export { Buffer } from 'buffer';
