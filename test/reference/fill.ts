export default function fill(b: { y: Float64Array }, { value }: { value: number }) {
  b.y.fill(value);
}
