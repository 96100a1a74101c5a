import { describe, expect, it } from 'vitest';
import { objection, roomOf } from './walls.ts';

describe('the walls between the rooms', () => {
  it('the longest fitting name decides which room a file is in', () => {
    expect(roomOf('src-renderer/kiosk/screens/StartScreen.vue')).toBe('src-renderer/kiosk');
    expect(roomOf('src-renderer/other.ts')).toBe('src-renderer');
    expect(roomOf('scripts/prepare.ts')).toBe('');
  });

  it.each([
    ['src-main/payment/desk.ts', '../../src-shared/result.ts'],
    ['src-shared/domain/money.ts', '../result.ts'],
    ['src-shared/domain/money.ts', 'zod'],
    ['src-renderer/kiosk/screens/StartScreen.vue', '../../ui/button/BigButton.vue'],
    ['src-renderer/kiosk/App.vue', './staff/hint.ts'],
    ['src-gateway/api/server.test.ts', '../../src-simulators/ministry/server.ts'],
    ['scripts/start.ts', '../src-gateway/server.ts'],
  ])('%s may import %s', (file, specifier) => {
    expect(objection(file, specifier)).toBeUndefined();
  });

  it.each([
    ['src-main/payment/desk.ts', '../../src-gateway/db/tables.ts'],
    ['src-main/main.ts', '../src-simulators/knet/rules.ts'],
    ['src-shared/domain/money.ts', '../../src-main/payment/desk.ts'],
    ['src-shared/domain/money.ts', 'node:crypto'],
    ['src-renderer/kiosk/screens/StartScreen.vue', '../../staff/store.ts'],
    ['src-renderer/staff/StaffApp.vue', '../kiosk/App.vue'],
    ['src-renderer/vault/main.ts', '../ui/tokens.ts'],
    ['src-renderer/ui/button/BigButton.vue', 'electron'],
    ['src-simulators/knet/server.ts', '../../src-gateway/knet/cipher.ts'],
    ['src-gateway/api/server.test.ts', '../../src-main/main.ts'],
  ])('%s may not import %s', (file, specifier) => {
    expect(objection(file, specifier)).toBeTypeOf('string');
  });
});
