/** A CSV of unpaid orders, the rows of an order beside each other as platforms export them. */
export function orderSheet(rows: number, rowsPerOrder: number): string {
  const lines = ["order_no,placed_at,sku,quantity,unit_price,shipping_fee,is_paid,recipient,phone,region,city,address"];
  for (let row = 0; row < rows; row += 1) {
    const order = Math.floor(row / rowsPerOrder);
    const no = `2891${String(order).padStart(12, "0")}`;
    const goods = `SKU-${(row * 7) % 500},${1 + (row % 3)},${(5 + (row % 40)).toFixed(2)}`;
    lines.push(
      `${no},2026-11-20 10:${String(order % 60).padStart(2, "0")},${goods},8,no,张三,555-0100,上海市,上海市,示例路 ${order} 号`,
    );
  }
  return lines.join("\r\n");
}
