// Tells Vue that the element is none of its components.
export default {
  slidev: { vue: { template: { compilerOptions: { isCustomElement: (tag) => tag === "asyncio101-run" } } } },
};
