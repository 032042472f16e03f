import { memoryBatchQueue } from "./memory_batch_queue.ts";
import { testBatchQueue } from "./batch_queue_conformance.ts";

testBatchQueue("memoryBatchQueue()", (name, test) => {
  Deno.test(name, async () => {
    await using queue = memoryBatchQueue();
    await test(queue);
  });
});
