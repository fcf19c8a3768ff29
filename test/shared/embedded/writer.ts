// Writes 1, 2, 3, … into the data folder it is given, and tells its parent each number once it is durable.
import { Database } from "../../../shared/embedded/database.ts";

const database = new Database(
  process.argv[2],
  "CREATE TABLE IF NOT EXISTS things (id INTEGER PRIMARY KEY, name TEXT UNIQUE);",
);
process.on("disconnect", () => process.exit(0));
for (let count = 1; ; count += 1) {
  await database.write((sql) => sql("INSERT INTO things (name) VALUES (?)").run(String(count)));
  process.send!(count);
}
