/** Where shops send orders. */
export const ORDERS_PATH = '/hooks/orders'
/** Longest body of an order, in bytes: about ten times as long as any is. */
export const ORDER_BYTES_MAX = 16 * 1024
