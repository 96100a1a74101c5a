/**
 * Names a refund by a fixed rule, so that no crash can make a second one for the same money.
 * @param item without it: what is found to go back when the capture is booked. With it: one item that the ministry
 * refused later, by its position among the attempt's item ids in sorted order.
 */
export function refundRef(pid: string, item?: number): string {
  return item === undefined ? `R${pid}` : `R${pid}.${item}`;
}
