// Sorts a folder of pictures into classes nobody labelled, and prints the class of each.
//
//   node examples/01_cluster_folder.mjs photos/ 5
import { ImageClusterer, loadImageFolder } from "skein";

const [folder = "photos", clusters = "5"] = process.argv.slice(2);
const images = await loadImageFolder(folder, { height: 32, width: 32 });

// Where batch and epochs are not given, they are chosen by the number of images.
const clusterer = new ImageClusterer({ clusters: Number(clusters) });
try {
  await clusterer.fit(images, {
    onProgress: ({ epoch, epochs, loss }) =>
      process.stderr.write(`\repoch ${epoch} of ${epochs}, loss ${loss.toFixed(3)} `),
  });
  const classes = await clusterer.predict(images);
  process.stderr.write("\n");
  images.names.forEach((name, i) => {
    console.log(`${classes[i]}  ${name}`);
  });
} finally {
  await clusterer.close();
}
