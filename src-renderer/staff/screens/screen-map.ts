import type { Component } from 'vue';
import type { PlaceName, PlaceView } from '../../../src-shared/contract/staff-ipc.ts';
import type { IconName } from '../../ui/icon/icons.ts';
import DayScreen from './DayScreen.vue';
import OutboxScreen from './OutboxScreen.vue';
import PaymentScreen from './PaymentScreen.vue';
import PaymentsScreen from './PaymentsScreen.vue';
import CarryScreen from './CarryScreen.vue';
import LogScreen from './LogScreen.vue';
import MachineScreen from './MachineScreen.vue';
import StatusScreen from './StatusScreen.vue';

const screens: Readonly<Record<PlaceView['name'], Component>> = {
  status: StatusScreen,
  payments: PaymentsScreen,
  payment: PaymentScreen,
  outbox: OutboxScreen,
  day: DayScreen,
  machine: MachineScreen,
  carry: CarryScreen,
  log: LogScreen,
};

/** The picture beside a page's name. */
export const pageIcons: Readonly<Record<PlaceName, IconName>> = {
  status: 'info',
  payments: 'receipt',
  outbox: 'waiting',
  day: 'calendar',
  machine: 'settings',
  carry: 'folder',
  log: 'list',
};

/** Pages that are reached through another one: that one is marked in the list. */
const within: Partial<Record<PlaceView['name'], PlaceName>> = { payment: 'payments' };

export function screenOf(name: PlaceView['name']): Component {
  return screens[name];
}

export function pageOf(name: PlaceView['name']): PlaceName {
  // What is within no other page is a page of the list.
  return within[name] ?? (name as PlaceName);
}
