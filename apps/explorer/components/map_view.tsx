/** All images as points, those with similar features near to each other. */
import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { getMap } from "../api.js";
import { PlaceIndex } from "../map/place_index.js";
import { useLoaded } from "./load.js";
import { MapCanvas } from "./map_canvas.js";

export function MapView() {
  const { value, waiting } = useLoaded("map", false, getMap);
  const lasso = useSignal(false);
  const places = value.value;
  const index = useMemo(() => (places ? new PlaceIndex(places) : null), [places]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Shift") lasso.value = event.type === "keydown";
    };
    document.addEventListener("keydown", onKey);
    document.addEventListener("keyup", onKey);
    return () => {
      document.removeEventListener("keydown", onKey);
      document.removeEventListener("keyup", onKey);
    };
  }, []);
  if (index === null) return <p class="empty">{waiting.value}</p>;
  return (
    <section class="map-view">
      <MapCanvas index={index} lasso={lasso} />
    </section>
  );
}
