import { doors } from "./doors.ts";
import type { Door } from "./hostile-input.ts";
import { measureAttack } from "./measure-attack.ts";

// A process that meets one hostile input, named by its door and name, and prints what it cost.
const [, , door = "", name = ""] = process.argv;
const inputs = Object.hasOwn(doors, door) ? await doors[door as Door]() : [];
const input = inputs.find((one) => one.name === name);
if (input === undefined) throw new Error(`there is no hostile input "${name}" to the door "${door}"`);
const attacked = await measureAttack(input, true);
process.stdout.write(JSON.stringify(attacked), () => process.exit(0));
