import { describe, expect, it } from 'vitest';
import { headphoneDevices, InputEvents } from './input-events.ts';

const listing = `I: Bus=0019 Vendor=0000 Product=0001 Version=0000
N: Name="Power Button"
H: Handlers=kbd event0
B: EV=3

I: Bus=0000 Vendor=0000 Product=0000 Version=0000
N: Name="HDA Intel PCH Mic"
H: Handlers=event8
B: EV=21
B: SW=10

I: Bus=0000 Vendor=0000 Product=0000 Version=0000
N: Name="HDA Intel PCH Front Headphone"
S: Sysfs=/devices/pci0000:00/0000:00:1f.3/sound/card0/input9
H: Handlers=event9
B: PROP=0
B: EV=21
B: SW=4
`;

function change(type: number, code: number, value: number): Buffer {
  const bytes = Buffer.alloc(24);
  bytes.writeBigUInt64LE(1_700_000_000n, 0);
  bytes.writeUInt16LE(type, 16);
  bytes.writeUInt16LE(code, 18);
  bytes.writeInt32LE(value, 20);
  return bytes;
}

describe('the headphone socket of the computer', () => {
  it('is the device with the headphone switch, not the one of the microphone', () => {
    expect(headphoneDevices(listing)).toEqual(['/dev/input/event9']);
    expect(headphoneDevices('')).toEqual([]);
  });

  it('tells of a plug that goes in and comes out, in whatever pieces the bytes come', () => {
    const heard: boolean[] = [];
    const events = new InputEvents((plugged) => heard.push(plugged));
    const bytes = Buffer.concat([change(5, 2, 1), change(0, 0, 0), change(5, 4, 1), change(5, 2, 0)]);
    for (let at = 0; at < bytes.length; at += 7) events.take(bytes.subarray(at, at + 7));
    expect(heard).toEqual([true, false]);
  });
});
