import type { Component } from 'vue';
import type { PlaceName, PlaceView } from '../../../src-shared/contract/staff-ipc.ts';
import type { IconName } from '../../ui/icon/icons.ts';
import StatusScreen from './StatusScreen.vue';

const screens: Readonly<Record<PlaceView['name'], Component>> = {
  status: StatusScreen,
};

/** The picture beside a page's name. */
export const pageIcons: Readonly<Record<PlaceName, IconName>> = {
  status: 'info',
};

/** Pages that are reached through another one: that one is marked in the list. */
const within: Partial<Record<PlaceView['name'], PlaceName>> = {};

export function screenOf(name: PlaceView['name']): Component {
  return screens[name];
}

export function pageOf(name: PlaceView['name']): PlaceName {
  return within[name] ?? (name);
}
